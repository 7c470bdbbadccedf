//! The schema files: the built-in ones are sound, mistakes are named by file and line, and adding to them
//! touches no Rust.

use onus_model::id::TermId;
use onus_model::schema::{Cardinality, STANDARD_FILES, Schema, SchemaErrors};
use onus_model::value::{Kind, Sameness};

fn standard() -> Schema {
    Schema::standard().unwrap_or_else(|errors| panic!("{errors}"))
}

fn term(text: &str) -> TermId {
    text.parse().expect(text)
}

#[test]
fn built_in_schema_has_no_mistake() {
    let schema = standard();
    assert!(schema.record_types().count() >= 30);
    assert!(schema.vocabularies().count() >= 30);
}
