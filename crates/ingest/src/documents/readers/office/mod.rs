//! Files of office programs: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300), which are archives of
//! XML parts, and the older binary files, which are only told apart.

pub(super) mod docx;
pub(super) mod odf;
pub(super) mod ole;
pub(super) mod package;
pub(super) mod xml;
