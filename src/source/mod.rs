//! Texts and places: what every span, label and finding points into.
//!
//! Offsets are UTF-8 bytes; lines and columns exist only at the edges, through [`LineIndex`].

mod landmark;
mod line_index;
mod lines;
mod map;
mod origin;
mod span;
mod workspace;

pub use landmark::{Area, Landmark, Landmarks};
pub use line_index::{Encoding, LineColumn, LineIndex};
pub(crate) use lines::lines;
pub use map::{Source, SourceMap, hash};
pub use origin::{CellRef, Origin};
pub use span::{SourceId, Span};
pub use workspace::{Workspace, join_path, normalise_path};
