use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Content, Message, NamedRow, Operation, Rows, SchemaAddition};
use crate::id::{Digest, OperationId, SheetId};
use crate::reason::Reason;
use crate::word::Word;

#[test]
fn an_operation_too_large_is_not_written() {
    let message = Operation::Message(Message { text: "x".repeat(65_536) });
    assert_eq!(message.write().unwrap_err().reason, Reason::ContentSize);
}

#[test]
fn an_operation_that_would_be_void_is_not_written() {
    let rows = Operation::Rows(Rows { sheet: SheetId::from_bytes([1; 16]), rows: Vec::new() });
    // Left out when empty, the list would be missing.
    assert_eq!(rows.write().unwrap_err().reason, Reason::OperationField);
    let review = Operation::Review(super::Review {
        claims: BTreeSet::new(),
        state: super::ReviewState::Checked,
    });
    assert_eq!(review.write().unwrap_err().reason, Reason::OperationField);
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = Content::read(&bytes);
    }

    /// Whatever texts come in, what is written is read back as the same.
    #[test]
    fn texts_are_carried_verbatim(text in any::<String>(), row in any::<String>(), claim in any::<[u8; 32]>()) {
        let schema = SchemaAddition { name: Word::new("own").unwrap(), text: text.clone() };
        let rows = Rows {
            sheet: SheetId::from_bytes([7; 16]),
            rows: vec![NamedRow {
                row: row.clone(),
                claim: OperationId::from_bytes(claim),
                fingerprint: Digest::from_bytes([3; 32]),
            }],
        };
        for (operation, text) in [(Operation::Schema(schema), text), (Operation::Rows(rows), row)] {
            match operation.write() {
                Ok(bytes) => prop_assert_eq!(Content::read(&bytes), Content::Operation(operation)),
                Err(fault) => {
                    prop_assert_eq!(fault.reason, Reason::ContentNul);
                    prop_assert!(text.contains('\0'));
                }
            }
        }
    }
}
