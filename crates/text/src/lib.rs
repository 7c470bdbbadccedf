//! The words for values, and values in prose.
