use proptest::prelude::*;

use super::{Json, MAX_INTEGER, Object, parse, write};
use crate::reason::Reason;

/// Texts with the characters that are easily got wrong.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            any::<char>(),
            prop::sample::select(vec!['"', '\\', '/', '\u{1}', '\u{8}', '\n', '\u{1f}', '\u{7f}']),
            prop::sample::select(vec!['\u{2028}', '\u{301}', 'Ж', '\u{10ffff}', '\u{fffd}']),
        ],
        0..12,
    )
    .prop_map(|characters| characters.into_iter().filter(|character| *character != '\0').collect())
}

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Json::Bool),
        (-MAX_INTEGER..=MAX_INTEGER).prop_map(Json::Integer),
        text().prop_map(Json::Text),
    ];
    leaf.prop_recursive(8, 64, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Json::List),
            proptest::collection::btree_map("[a-z][a-z0-9_]{0,31}", inner, 0..5)
                .prop_map(Json::Object),
        ]
    })
}

fn object() -> impl Strategy<Value = Object> {
    proptest::collection::btree_map("[a-z][a-z0-9_]{0,31}", json(), 0..6)
}

proptest! {
    #[test]
    fn what_is_written_reads_back(object in object()) {
        let bytes = write(&object).unwrap();
        prop_assert_eq!(parse(&bytes).unwrap(), object);
    }

    #[test]
    fn what_is_read_has_one_spelling(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(object) = parse(&bytes) {
            prop_assert_eq!(write(&object).unwrap(), bytes);
        }
    }

    /// Random bytes seldom look like JSON, so this starts from something that is and damages it.
    #[test]
    fn a_damaged_text_is_refused_or_has_one_spelling(
        object in object(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = write(&object).unwrap();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        match parse(&bytes) {
            Ok(object) => prop_assert_eq!(write(&object).unwrap(), bytes),
            Err(fault) => prop_assert!(fault.offset.unwrap() <= bytes.len()),
        }
    }

    #[test]
    fn a_truncated_text_is_refused(object in object(), cut in any::<prop::sample::Index>()) {
        let bytes = write(&object).unwrap();
        let cut = cut.index(bytes.len());
        prop_assert!(parse(&bytes[..cut]).is_err());
    }

    /// Exchanging two neighbouring fields anywhere is found.
    #[test]
    fn fields_out_of_order_are_refused(first in "[a-z][a-z0-9_]{0,9}", second in "[a-z][a-z0-9_]{0,9}") {
        let bytes = format!("{{\"{first}\":1,\"{second}\":2}}");
        let expected = match first.cmp(&second) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal => Some(Reason::ContentDuplicate),
            std::cmp::Ordering::Greater => Some(Reason::ContentKeyOrder),
        };
        prop_assert_eq!(parse(bytes.as_bytes()).err().map(|fault| fault.reason), expected);
    }
}

#[test]
fn ten_thousand_brackets_overflow_nothing() {
    let bytes = format!("{{\"a\":{}", "[".repeat(10_000));
    let fault = parse(bytes.as_bytes()).unwrap_err();
    assert_eq!((fault.reason, fault.offset), (Reason::ContentDepth, Some(5 + 15)));
}

#[test]
fn the_writer_keeps_to_the_profile() {
    let with = |json: Json| Object::from([("a".to_owned(), json)]);
    let mut deep = Json::Integer(1);
    for _ in 0..16 {
        deep = Json::List(vec![deep]);
    }
    for (object, reason) in [
        (Object::from([("A".to_owned(), Json::Bool(true))]), Reason::ContentKey),
        (with(Json::Integer(MAX_INTEGER + 1)), Reason::ContentRange),
        (with(Json::Integer(i64::MIN)), Reason::ContentRange),
        (with(Json::Text("\0".to_owned())), Reason::ContentNul),
        (with(Json::Text("x".repeat(65_536))), Reason::ContentSize),
        (with(deep), Reason::ContentDepth),
    ] {
        assert_eq!(write(&object).unwrap_err().reason, reason);
    }
}
