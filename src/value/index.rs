//! Indices that say what they count.

/// Declares types of indices. Each is a number that means something only together with the list it counts in, and cannot
/// be taken for one that counts in another.
macro_rules! index_types {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The index that stands at this place (0-based) of its list.
            #[must_use]
            pub const fn new(place: usize) -> Self {
                // No list in memory is so long.
                Self(if place < u32::MAX as usize { place as u32 } else { u32::MAX })
            }

            /// The place (0-based) in its list.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(out, "{}({})", stringify!($name), self.0)
            }
        }
    )*};
}

pub(crate) use index_types;
