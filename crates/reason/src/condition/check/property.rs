//! What the name of a property means, and what its values are.

use std::collections::BTreeSet;
use std::ops::Range;

use onus_model::id::{PropertyId, TypeId};
use onus_model::schema::{Cardinality, Property};
use onus_model::value::Kind;

use super::{Checker, Type};
use crate::condition::meaning::{Input, Way};
use crate::condition::syntax::{Expression, Kind as Syntax, Mistake};

/// The property that a name in a condition means.
pub(super) fn property_name(name: &str) -> String {
    name.replace('_', "-")
}

impl Checker<'_> {
    /// A property of a variable's record, and what its values are.
    pub(super) fn input(&self, expression: &Expression) -> Result<(Input, Type), Mistake> {
        let Syntax::Member(of, name, at) = &expression.kind else {
            return Err(Mistake::new(&expression.span, "a property of a record stands here: x.p"));
        };
        let Syntax::Name(variable) = &of.kind else {
            return Err(Mistake::new(
                &of.span,
                "a variable stands before the dot; what a property refers to is asked with .exists(v, …)",
            ));
        };
        let Some(place) = self.variables.iter().position(|known| known.name == *variable) else {
            return Err(self.no_variable(&of.span, variable));
        };
        let Type::Record(types) = &self.variables[place].of else {
            let message = format!("{variable} is no record and has no properties");
            return Err(Mistake::new(&of.span, message));
        };
        let wanted = property_name(name);
        let own: Vec<&Property> = types
            .iter()
            .filter_map(|known| self.schema.property(known.as_str(), &wanted))
            .collect();
        if let Some(first) = own.first() {
            let of = self.type_of(at, first)?;
            let mut many = false;
            let mut all = of.clone();
            for property in &own {
                let other = self.type_of(at, property)?;
                match (&mut all, other) {
                    (Type::Record(known), Type::Record(more)) => known.extend(more),
                    (known, other) if *known == other => {}
                    _ => {
                        let message = format!(
                            "{wanted} is not the same in all types that {variable} can be of"
                        );
                        return Err(Mistake::new(at, message));
                    }
                }
                many |= property.cardinality != Cardinality::One
                    || property.changes
                    || !property.qualifiers.is_empty();
            }
            return Ok((Input { of: place, way: Way::On(first.id.clone()), many }, all));
        }
        let mut from = Vec::new();
        let mut items = BTreeSet::new();
        for (record_type, property) in self.schema.reversed(types, &wanted) {
            from.push((record_type.cloned(), property.id.clone()));
            match record_type {
                Some(known) => {
                    items.insert(known.clone());
                }
                None => items.extend(self.schema.record_types().map(|known| known.id.clone())),
            }
        }
        match wanted.parse::<PropertyId>() {
            Ok(name) if !from.is_empty() => Ok((
                Input { of: place, way: Way::From(name, from), many: true },
                Type::Record(items),
            )),
            _ => Err(self.no_property(at, types, name)),
        }
    }

    /// What the values of a property are.
    fn type_of(&self, at: &Range<usize>, property: &Property) -> Result<Type, Mistake> {
        const ASKED: [Kind; 10] = [
            Kind::Term,
            Kind::Ref,
            Kind::Flag,
            Kind::Count,
            Kind::Duration,
            Kind::Distance,
            Kind::Date,
            Kind::Money,
            Kind::Held,
            Kind::Share,
        ];
        let kind = ASKED.into_iter().find(|kind| property.kinds.contains(kind));
        Ok(match (kind, &property.vocabulary) {
            (Some(Kind::Term), Some(vocabulary)) => Type::Term(vocabulary.clone()),
            (Some(Kind::Ref), _) if property.to.is_empty() => {
                Type::Record(self.schema.record_types().map(|known| known.id.clone()).collect())
            }
            (Some(Kind::Ref), _) => Type::Record(property.to.clone()),
            (Some(kind), _) => Type::Plain(kind),
            // Whether there is one can be asked of anything.
            (None, _) => match property.kinds.first() {
                Some(kind) => Type::Plain(*kind),
                None => return Err(Mistake::new(at, format!("{} has no values", property.id))),
            },
        })
    }

    pub(super) fn no_variable(&self, span: &Range<usize>, name: &str) -> Mistake {
        let known: Vec<&str> = self.variables.iter().map(|known| known.name.as_str()).collect();
        Mistake::new(
            span,
            format!("there is no variable {name} here; there are {}", known.join(", ")),
        )
    }

    pub(super) fn no_property(
        &self,
        at: &Range<usize>,
        types: &BTreeSet<TypeId>,
        name: &str,
    ) -> Mistake {
        let mut known: BTreeSet<String> = BTreeSet::new();
        for record_type in types.iter().filter_map(|one| self.schema.record_type(one.as_str())) {
            known.extend(
                self.schema.properties(record_type).map(|one| one.id.as_str().replace('-', "_")),
            );
        }
        let reversed = self.schema.record_types().flat_map(|one| one.own_properties());
        let points = |property: &&Property| {
            property.to.is_empty() || property.to.iter().any(|to| types.contains(to))
        };
        known.extend(
            reversed
                .filter(points)
                .filter_map(|one| Some(one.reverse.as_ref()?.id.as_str().replace('-', "_"))),
        );
        let types: Vec<&str> = types.iter().map(TypeId::as_str).collect();
        let known: Vec<String> = known.into_iter().collect();
        Mistake::new(
            at,
            format!("{} has no {name}; there are {}", types.join(" or "), known.join(", ")),
        )
    }
}
