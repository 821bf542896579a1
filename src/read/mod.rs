//! Files to documents: what stands where, before anyone asks what it means.

mod document;

pub use document::{Content, Document, Format, Grid, GridCell, GridRow, Paragraph, Piece};
