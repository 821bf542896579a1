//! What the parts of forms are referred to by.

use crate::value::index_types;

index_types! {
    /// A form of a ruleset.
    FormId
    /// A block of a form, and the part of a table that is recognised as it.
    BlockIx
    /// A column of a block.
    ColumnIx
    /// A fixed item of a block.
    ItemIx
    /// A total row of a block by code.
    TotalIx
    /// A level of a block by code.
    LevelIx
}
