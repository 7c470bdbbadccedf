//! The description of the API (OpenAPI 3.1), made from the table that the API is made from.

use serde_json::{Map, Value, json};

use crate::api::{API, Path, Query, VIEW};

/// The description.
pub(crate) fn description() -> Value {
    let mut paths = Map::new();
    for path in API {
        paths.insert(path.path.to_owned(), json!({ "get": operation(path) }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Onus",
            "version": "1",
            "summary": "A case as JSON documents, on loopback.",
            "description": "Every document is described field by field in docs/json.md. Nothing in a document judges \
                            anybody, and nothing follows from what one does not hold. A session is opened in a browser; \
                            its cookie opens the API.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": "onus" } },
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["shape", "error"],
                    "properties": {
                        "shape": { "const": "onus.error/1" },
                        "error": { "type": "string" },
                    },
                },
            },
        },
    })
}

fn operation(path: &Path) -> Value {
    let open = path.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = open
        .map(|name| {
            json!({
                "name": name, "in": "path", "required": true, "schema": { "type": "string" },
                "description": opened(name),
            })
        })
        .collect();
    parameters.extend(path.queries.iter().chain(VIEW).map(parameter));
    let error = |told: &str| {
        json!({
            "description": told,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
        })
    };
    json!({
        "operationId": path.path.trim_start_matches("/api/1/").replace(['/', '{', '}'], "-").trim_matches('-'),
        "summary": path.meaning,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": path.meaning,
                "content": { "application/json": { "schema": {
                    "type": "object",
                    "required": ["shape"],
                    "properties": { "shape": { "const": path.shape } },
                } } },
            },
            "400": error("what was asked is wrong"),
            "401": error("the case is locked"),
            "404": error("there is nothing here that can be seen"),
        },
    })
}

fn opened(name: &str) -> &'static str {
    match name {
        "id" => "an identifier, a handle or a name",
        "property" => "a property of the record",
        "type" => "a record type",
        "kind" => "what is counted",
        _ => "a name",
    }
}

fn parameter(query: &Query) -> Value {
    let one = if query.number {
        json!({ "type": "integer", "minimum": 0 })
    } else {
        json!({ "type": "string" })
    };
    let schema = if query.many { json!({ "type": "array", "items": one }) } else { one };
    json!({
        "name": query.name, "in": "query", "required": false, "description": query.meaning,
        "schema": schema, "explode": true,
    })
}
