//! How cells look.

/// Background colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Tint {
    /// The heads of lists.
    Head,
    /// Not checked.
    Grey,
    /// A failure that is explained.
    Explained,
    /// It holds.
    Good,
    /// A tail or a notice.
    Notice,
    /// It takes part in something wrong.
    Related,
    /// A warning.
    Warning,
    /// An error.
    Error,
    /// What errors come from.
    Cause,
}

impl Tint {
    /// Alpha, red, green and blue.
    pub fn rgb(self) -> &'static str {
        match self {
            Self::Head => "FFD9E1F2",
            Self::Grey => "FFEDEDED",
            Self::Explained => "FFD9D9D9",
            Self::Good => "FFE2EFDA",
            Self::Notice => "FFDDEBF7",
            Self::Related => "FFFFF6D6",
            Self::Warning => "FFFFDF7F",
            Self::Error => "FFFFC0C0",
            Self::Cause => "FFFF8080",
        }
    }
}

/// Fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Font {
    /// As all the rest.
    #[default]
    Plain,
    /// Heads.
    Bold,
    /// Titles.
    Large,
    /// Links.
    Link,
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Shape {
    /// As it is.
    #[default]
    General,
    /// With so many decimals.
    Decimals(u32),
    /// As a percentage with so many decimals.
    Percent(u32),
}

/// How a cell of ours looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Look {
    /// Its font.
    pub font: Font,
    /// Its background.
    pub tint: Option<Tint>,
    /// How its number is shown.
    pub shape: Shape,
    /// Whether it has lines around it and wraps.
    pub body: bool,
    /// Whether it is centred.
    pub centred: bool,
    /// Whether it stays text even where it is typed anew.
    pub quoted: bool,
}
