//! The schema files: the built-in ones are sound, mistakes are named by file and line, and adding to them
//! touches no Rust.

use onus_model::id::TermId;
use onus_model::schema::{Cardinality, STANDARD_FILES, Schema};
use onus_model::value::{Kind, Sameness, Value};

fn standard() -> Schema {
    Schema::standard().unwrap_or_else(|errors| panic!("{errors}"))
}

fn term(text: &str) -> TermId {
    text.parse().expect(text)
}

/// Adds files to the standard schema and gives the errors, one a line.
fn mistakes(files: &[(&str, &str)]) -> String {
    standard().extended(files).expect_err("a mistake").to_string()
}

#[test]
fn built_in_schema_has_no_mistake() {
    let schema = standard();
    let types = "person group organization posting command membership kinship place event act \
        characterisation involvement custody condition tally statement proceeding charge decision \
        provision measure intervention right-of-reply commitment recommendation source exhibit \
        interview contact consent risk referral translation task publication";
    for name in types.split_whitespace() {
        assert!(schema.record_type(name).is_some(), "no type {name}");
    }
    assert_eq!(
        STANDARD_FILES.len(),
        schema.record_types().count() + schema.vocabularies().count() + 2,
        "one file each, with the common properties and the code lists"
    );
}

#[test]
fn everything_is_labelled_in_three_languages() {
    let schema = standard();
    let labelled = |labels: &onus_model::schema::Labels, what: &str| {
        for language in ["en", "ru", "kk"] {
            assert!(labels.contains_key(language), "{what} has no label in {language}");
        }
    };
    for record_type in schema.record_types() {
        labelled(&record_type.label, record_type.id.as_str());
        for property in schema.properties(record_type) {
            labelled(&property.label, property.id.as_str());
        }
        assert!(!record_type.reviewed.contains("ru") && !record_type.reviewed.contains("kk"));
    }
    for vocabulary in schema.vocabularies() {
        labelled(&vocabulary.label, vocabulary.id.as_str());
        for term in vocabulary.terms() {
            labelled(&term.label, &term.id.to_string());
        }
    }
}

#[test]
fn a_case_adds_a_type_a_property_and_a_term_by_files_alone() {
    let files = [
        (
            "case/types/checkpoint.toml",
            r#"
id = "checkpoint"
group = "places"
label = { en = "checkpoint" }
[[property]]
id = "manned-by"
kind = "ref"
to = ["organization"]
cardinality = "many"
label = { en = "manned by" }
[[property]]
id = "barrier"
kind = "term"
vocabulary = "barrier"
cardinality = "one"
label = { en = "barrier" }
"#,
        ),
        (
            "case/types/add-to-person.toml",
            r#"
extend = "person"
[[property]]
id = "brigade-number"
kind = "count"
cardinality = "one"
label = { en = "number of the work brigade" }
"#,
        ),
        (
            "case/vocabularies/barrier.toml",
            r#"
id = "barrier"
exclusive = true
label = { en = "barrier" }
[[term]]
id = "rope"
label = { en = "rope" }
[[term]]
id = "concrete"
label = { en = "concrete" }
"#,
        ),
        (
            "case/vocabularies/add-to-conduct.toml",
            r#"
extend = "act-conduct"
[[term]]
id = "tyre-slashing"
broader = "beating"
label = { en = "slashing of tyres" }
"#,
        ),
    ];
    let schema = standard().extended(&files).unwrap_or_else(|errors| panic!("{errors}"));
    let barrier = schema.property("checkpoint", "barrier").expect("the new type's property");
    assert_eq!((barrier.cardinality, &barrier.kinds[..]), (Cardinality::One, &[Kind::Term][..]));
    assert!(
        schema.property("checkpoint", "name").is_some(),
        "common properties come by themselves"
    );
    assert!(schema.property("person", "brigade-number").is_some());
    assert_eq!(schema.terms(&term("barrier:rope"), &term("barrier:concrete")), Sameness::Distinct);
    let slashing = term("act-conduct:tyre-slashing");
    assert_eq!(schema.terms(&slashing, &term("act-conduct:beating")), Sameness::Within);
    assert!(standard().term(&slashing).is_none());
}

#[test]
fn claims_of_added_types_resolve_like_any_other() {
    mod_support::with_added_type();
}

mod support;
mod mod_support {
    use super::{Schema, standard, support::Case};

    pub(super) fn with_added_type() {
        let schema: Schema = standard()
            .extended(&[(
                "types/checkpoint.toml",
                "id = \"checkpoint\"\ngroup = \"places\"\nlabel = { en = \"checkpoint\" }\n\
                 [[property]]\nid = \"staff\"\nkind = \"count\"\ncardinality = \"one\"\n\
                 label = { en = \"staff\" }\n",
            )])
            .unwrap_or_else(|errors| panic!("{errors}"));
        let mut case = Case::with_schema(schema);
        case.records("checkpoint", "bridge");
        case.records("person", "one other");
        case.claim("bridge.staff", "4").by("one").id();
        case.claim("bridge.staff", ">=6").by("other").id();
        assert_eq!(case.resolve("bridge.staff").status.in_conflict, 2);
    }
}

#[test]
fn mistakes_are_named_with_file_line_and_column() {
    let text = "id = \"checkpoint\"\n\
        group = \"places\"\n\
        label = { en = \"checkpoint\" }\n\
        [[property]]\n\
        id = \"Manned By\"\n\
        kind = \"ref\"\n\
        cardinality = \"many\"\n\
        label = { en = \"manned by\" }\n\
        [[property]]\n\
        id = \"barrier\"\n\
        kind = \"term\"\n\
        vocabulary = \"bariers\"\n\
        cardinality = \"some\"\n\
        label = { en = \"barrier\" }\n\
        [[property]]\n\
        id = \"near\"\n\
        kind = [\"ref\", \"colour\"]\n\
        to = [\"place\", \"planet\"]\n\
        cardinality = \"many\"\n\
        label = { ru = \"рядом\" }\n";
    let found = mistakes(&[("types/checkpoint.toml", text)]);
    let expected = [
        "types/checkpoint.toml:5:6: \"Manned By\" is not a name",
        "types/checkpoint.toml:13:15: \"some\" is not one of: one, many, closed-set",
        "types/checkpoint.toml:17:8: \"colour\" is not a kind of value",
        "types/checkpoint.toml:18:16: there is no record type planet",
        "types/checkpoint.toml:16:6: the English label is missing",
    ];
    for part in expected {
        assert!(found.contains(part), "no line \"{part}\" in:\n{found}");
    }
}

#[test]
fn nothing_that_exists_can_be_redefined() {
    let person = "id = \"person\"\ngroup = \"actors\"\nlabel = { en = \"person\" }\n";
    assert!(
        mistakes(&[("types/person.toml", person)])
            .contains("types/person.toml:1:6: the record type person exists already")
    );
    let name = "extend = \"person\"\n[[property]]\nid = \"name\"\nkind = \"text\"\n\
        cardinality = \"one\"\nlabel = { en = \"name\" }\n";
    assert!(
        mistakes(&[("types/more.toml", name)]).contains(":3:6: the property name exists already")
    );
    let same = "extend = \"identity-grade\"\n[[term]]\nid = \"same\"\nlabel = { en = \"same\" }\n";
    assert!(
        mistakes(&[("vocabularies/more.toml", same)])
            .contains(":3:6: the term same exists already")
    );
}

#[test]
fn broken_files_end_in_one_clear_line() {
    for (name, text, part) in [
        ("types/a.toml", "id = ", "types/a.toml:1:"),
        ("types/a.toml", "id = \"a\"\nid = \"b\"\n", "types/a.toml:2:1"),
        ("types/a.toml", "idd = \"a\"\n", "unknown field `idd`"),
        ("types/a.toml", "", "the name is missing"),
        ("types/a.toml", "extend = \"nothing\"\n", "no record type nothing to add to"),
        ("elsewhere/a.toml", "id = \"a\"\n", "folder named types or vocabularies"),
        (
            "vocabularies/a.toml",
            "id = \"a\"\nlabel = { en = \"a\" }\n[[term]]\nid = \"x\"\nbroader = \"y\"\nlabel = { en = \"x\" }\n\
             [[term]]\nid = \"y\"\nbroader = \"x\"\nlabel = { en = \"y\" }\n",
            "run in a circle",
        ),
        (
            "vocabularies/a.toml",
            "id = \"a\"\nlabel = { en = \"a\" }\n[[term]]\nid = \"x\"\ncodes = { nowhere = \"1\" }\nlabel = { en = \"x\" }\n",
            "vocabularies/a.toml:5:21: there is no code list nowhere",
        ),
    ] {
        let found = mistakes(&[(name, text)]);
        assert!(found.contains(part), "no \"{part}\" in: {found}");
    }
}

#[test]
fn a_schema_without_what_resolution_needs_is_refused() {
    let errors = Schema::default().extended(&[]).expect_err("nothing is there").to_string();
    assert!(errors.contains("the property identity of every type is missing"));
    assert!(errors.contains("the term identity-grade:same is missing"));
}

#[test]
fn terms_relate_as_their_vocabulary_says() {
    let schema = standard();
    let relate = |first: &str, second: &str| schema.terms(&term(first), &term(second));
    assert_eq!(relate("identity-grade:same", "identity-grade:distinct"), Sameness::Distinct);
    assert_eq!(relate("identity-grade:undetermined", "identity-grade:same"), Sameness::Unknown);
    assert_eq!(relate("offence:abuse-of-power", "offence:exceeding-power"), Sameness::Unknown);
    assert_eq!(
        relate("offence:inciting-social-discord", "offence:organising-mass-disorder"),
        Sameness::Distinct
    );
    let hidden = "act-conduct:undisclosed-by-the-witness";
    assert_eq!(relate(hidden, "act-conduct:beating"), Sameness::Unknown);
    assert_eq!(relate(hidden, hidden), Sameness::Unknown);
    assert_eq!(relate("sex:female", "act-conduct:beating"), Sameness::Unknown);
}

#[test]
fn no_term_of_conduct_is_a_characterisation() {
    let schema = standard();
    let conduct = schema.vocabulary("act-conduct").expect("the list of conduct");
    for word in ["torture", "excessive", "arbitrary", "lawful", "ill-treatment"] {
        assert!(conduct.term(word).is_none(), "{word} is what somebody calls conduct");
    }
    let value = Value::parse(Kind::Term, "characterisation:torture").expect("a term");
    assert_eq!(value.to_string(), "characterisation:torture");
}

#[test]
fn what_tells_records_apart_is_said_by_the_schema() {
    let schema = standard();
    let decision = schema.record_type("decision").expect("there are decisions");
    let told_by: Vec<&str> = decision.told_by.iter().map(|id| id.as_str()).collect();
    assert_eq!(told_by, ["court", "instance", "date", "defendant"]);
    let heading = "id = \"raid\"\ngroup = \"happened\"\nlabel = { en = \"raid\", ru = \"рейд\", kk = \"рейд\" }\n";
    let told = mistakes(&[("types/raid.toml", &format!("{heading}told-by = [\"colour\"]\n"))]);
    assert!(told.contains("types/raid.toml:4") && told.contains("no property colour"), "{told}");
    let extends = "extend = \"decision\"\ntold-by = [\"date\"]\n";
    let told = mistakes(&[("types/more.toml", extends)]);
    assert!(told.contains("types/more.toml:2") && told.contains("extend"), "{told}");
}
