//! What is known of forms before a report is looked at.

use std::sync::OnceLock;

use super::known::KnownLayouts;
use super::titles::Titles;
use super::vocabulary::Vocabulary;
use crate::form::Form;

/// What recognition knows of one list of forms: their titles and words, worked out when first asked for, and the layouts
/// that their tables had so far. Shared by all reports, and by threads; what comes of a report does not depend on those
/// before it.
#[derive(Debug, Default)]
pub struct Lexicon {
    titles: OnceLock<Titles>,
    forms: OnceLock<Box<[OnceLock<FormWords>]>>,
}

/// What is known of one form.
#[derive(Debug)]
pub(super) struct FormWords {
    /// Its words.
    pub words: Vocabulary,
    /// The layouts of its tables.
    pub layouts: KnownLayouts,
}

impl Lexicon {
    /// The titles of `forms`.
    pub(super) fn titles(&self, forms: &[Form]) -> &Titles {
        self.titles.get_or_init(|| Titles::new(forms))
    }

    /// What is known of the form of this index.
    pub(super) fn form(&self, forms: &[Form], at: usize) -> Option<&FormWords> {
        let form = forms.get(at)?;
        let known = self
            .forms
            .get_or_init(|| forms.iter().map(|_| OnceLock::new()).collect());
        let new = || FormWords {
            words: Vocabulary::new(form),
            layouts: KnownLayouts::default(),
        };
        Some(known.get(at)?.get_or_init(new))
    }
}
