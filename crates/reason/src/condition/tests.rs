//! The syntax of conditions, and what the schema makes of them.

use onus_model::id::TypeId;
use onus_model::schema::Schema;

use super::meaning::{Compare, Operand, Test};
use super::syntax::{self, Expression, Kind, Operator};
use super::{Mistake, Part, read};

/// The expression with every grouping shown.
fn shown(expression: &Expression) -> String {
    let list = |parts: &[Expression], sign: &str| {
        format!("({})", parts.iter().map(shown).collect::<Vec<_>>().join(sign))
    };
    match &expression.kind {
        Kind::Name(name) => name.clone(),
        Kind::Text(words) => format!("{words:?}"),
        Kind::Number(number) => number.to_string(),
        Kind::Flag(flag) => flag.to_string(),
        Kind::List(items) => format!("[{}]", list(items, ", ")),
        Kind::Member(of, name, _) => format!("{}.{name}", shown(of)),
        Kind::Call(name, arguments) => format!("{name}{}", list(arguments, ", ")),
        Kind::Method(of, name, _, arguments) => {
            format!("{}.{name}{}", shown(of), list(arguments, ", "))
        }
        Kind::Not(inner) => format!("!{}", shown(inner)),
        Kind::And(parts) => list(parts, " && "),
        Kind::Or(parts) => list(parts, " || "),
        Kind::Binary(operator, left, right) => {
            let sign = match operator {
                Operator::Equal => "==",
                Operator::Unequal => "!=",
                Operator::Less => "<",
                Operator::AtMost => "<=",
                Operator::Greater => ">",
                Operator::AtLeast => ">=",
                Operator::In => "in",
                Operator::Plus => "+",
                Operator::Minus => "-",
            };
            format!("({} {sign} {})", shown(left), shown(right))
        }
    }
}

#[test]
fn what_binds_closer_is_read_first() {
    let cases = [
        ("a && b || c && d", "((a && b) || (c && d))"),
        ("a || b && !c", "(a || (b && !c))"),
        ("!a.b == c", "!(a.b == c)"),
        ("!(a && b)", "!(a && b)"),
        ("a - b - c > d", "(((a - b) - c) > d)"),
        ("a.b.or(c).or(d) <= 3", "(a.b.or(c).or(d) <= 3)"),
        ("\"x\" in a.b && c", "((\"x\" in a.b) && c)"),
        ("k in [\"x\", 'y']", "(k in [(\"x\", \"y\")])"),
        (
            "a.`in`.exists(v, v.`hours-a-day` > 1) // why\n && b",
            "(a.in.exists(v, (v.hours-a-day > 1)) && b)",
        ),
        ("f() && g(1, true)", "(f() && g(1, true))"),
        ("a.as == \"don\\'t \\\"say\\\"\"", "(a.as == \"don't \\\"say\\\"\")"),
    ];
    for (text, wanted) in cases {
        let expression = syntax::read(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
        assert_eq!(shown(&expression), wanted, "{text}");
        assert_eq!(expression.span.start, 0, "{text}");
    }
}

#[test]
fn what_is_no_condition_is_refused_with_its_place() {
    let cases = [
        ("", 0, "ends too early"),
        ("a &&", 4, "ends too early"),
        ("a b", 2, "should end here"),
        ("a && || b", 5, "no meaning"),
        ("(a", 2, "\")\" is missing"),
        ("a.", 2, "name of a property"),
        ("a.in", 2, "backquotes"),
        ("`a", 0, "not closed"),
        ("\"a\nb\"", 0, "not closed"),
        ("a == \"\\n\"", 6, "need no \\"),
        ("a & b", 2, "no meaning"),
        ("for == 1", 0, "cannot be the name"),
        ("a > 99999999999999999999", 4, "too large"),
        ("a ? b : c", 2, "no meaning"),
        ("a == б", 5, "no meaning"),
    ];
    for (text, place, words) in cases {
        let mistake = syntax::read(text).expect_err(text);
        assert_eq!(mistake.span.start, place, "{text}: {mistake:?}");
        assert!(mistake.message.contains(words), "{text}: {mistake:?}");
        assert!(mistake.span.end <= text.len(), "{text}: {mistake:?}");
    }
}

#[test]
fn no_text_outgrows_the_stack_or_ends_the_program() {
    for deep in ["(", "!", "a.exists(v, ", "[", "f("] {
        let text = deep.repeat(100_000);
        assert!(syntax::read(&text).is_err(), "{deep}");
    }
    // Whatever pieces follow one another, there is an answer, and its place lies in the text.
    let pieces = [
        "a", ".b", "(", ")", "&&", "||", "!", "==", "in", "[", "]", "\"x\"", "'", "`", "1", " ",
        "\n", "//", "has", ",", "-", "ж", "\\", "exists", "custody", ".regime",
    ];
    let schema = Schema::standard().expect("it has no mistake");
    let of: TypeId = "custody".parse().expect("a type");
    let mut state = 7_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..state % 13 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let place = usize::try_from(state >> 33).unwrap_or(0) % pieces.len();
            text.push_str(pieces[place]);
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        if let Err(mistake) = read(&schema, &of, &text) {
            assert!(text.get(mistake.span.start..).is_some(), "{text:?}: {mistake:?}");
        }
    }
}

fn checked(of: &str, text: &str) -> Result<Vec<Part>, Mistake> {
    let schema = Schema::standard().expect("it has no mistake");
    read(&schema, &of.parse().expect("a type"), text)
}

#[test]
fn parts_are_what_the_outermost_and_joins() {
    let parts = |text: &str| -> Vec<String> {
        let parts = checked("custody", text).unwrap_or_else(|mistake| panic!("{mistake:?}"));
        parts.into_iter().map(|part| part.text).collect()
    };
    assert_eq!(parts("has(custody.who)"), ["has(custody.who)"]);
    let two = "has(custody.who) // who\n && (has(custody.taken)\n    || has(custody.held))";
    assert_eq!(parts(two), ["has(custody.who)", "(has(custody.taken) || has(custody.held))"]);
    assert_eq!(parts("(has(custody.who) && has(custody.held)) && true").len(), 2);
}

#[test]
fn more_and_less_are_one_comparison() {
    let parts =
        checked("custody", "custody.consecutive > duration(\"15 days\")").expect("it is one");
    let Test::Compare(Compare::Less, Operand::Literal(_), Operand::Input(input)) = &parts[0].test
    else {
        panic!("{parts:?}")
    };
    assert!(!input.many && input.way.name().as_str() == "consecutive");
}

#[test]
fn what_has_no_meaning_by_the_schema_is_refused() {
    let cases = [
        ("custody.whom == custody.who", "custody has no whom"),
        ("custody.regime == \"solitary\"", "several values"),
        ("custody.regime.exists(r, r == \"alone\")", "\"alone\" is no term of custody-regime"),
        ("custody.release_kind.exists(r, r == \"not-stated\")", "nothing equals it"),
        ("custody.taken > 3", "a date cannot be compared with a number"),
        ("custody.taken - 3 > duration(\"1 day\")", "a date or a duration is taken away"),
        ("custody.taken + custody.released > custody.taken", "a duration is added"),
        ("custody.who > custody.who", "not more or less"),
        ("custody.consecutive > duration(\"long\")", "a duration"),
        ("custody.taken", "compare it with something"),
        ("custody.who.died > custody.taken", "asked with .exists"),
        ("custody.who.exists(custody, true)", "another variable already"),
        ("custody.who.exists(p, p.nothing)", "has no nothing"),
        ("custody.conditions.exists(c, type(c) == act)", "c is no act"),
        ("type(custody) == custody", "as a part of its own"),
        ("custody.within.exists(c, c.regime == c)", "several values"),
        ("custody.grounds == \"x\"", "several values"),
        ("custody.regime.or(custody.contact) == \"solitary\"", "several values"),
        ("up_to(custody.taken) > custody.taken", "up_to cannot be asked of a date"),
        ("custody.taken in [\"x\"]", "only a term is"),
        ("none(custody.where)", "none takes a property and a test"),
        ("has(custody)", "a property of a record stands here"),
    ];
    for (text, words) in cases {
        let mistake = checked("custody", text).expect_err(text);
        assert!(mistake.message.contains(words), "{text}: {}", mistake.message);
    }
}

#[test]
fn a_variable_ranges_over_what_has_all_that_is_asked_of_it() {
    let only = |text: &str| match &checked("proceeding", text).expect(text)[0].test {
        Test::Some(_, only, _) => {
            only.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(only("proceeding.concerns.exists(a, has(a.weapon) && has(a.conduct))"), "act");
    assert_eq!(only("proceeding.concerns.exists(a, type(a) == custody && has(a.kind))"), "custody");
    assert_eq!(only("proceeding.concerns.exists(a, has(a.name))"), "");
}
