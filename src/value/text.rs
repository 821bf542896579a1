//! Texts of cells.

/// The text of a cell. Up to fifteen bytes, which hold most figures and short names, are kept in place; a longer text is shared
/// by its copies.
pub type CellText = ecow::EcoString;
