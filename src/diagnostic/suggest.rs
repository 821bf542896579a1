//! Did-you-mean, from one place.

/// The candidate most like `word`, where one is like enough to be meant.
///
/// Chinese names are short, so one wrong character of three already counts as near; candidates that contain the word
/// (or are contained in it) are near too.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(word, candidate);
            let longer = length.max(candidate.chars().count());
            let contained =
                length >= 2 && candidate.chars().count() >= 2 && (candidate.contains(word) || word.contains(candidate));
            let near = distance * 5 <= longer * 2 || distance <= 1 && longer >= 2;
            (near || contained).then_some((distance, candidate))
        })
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// The help line for an unknown `word`: `是否想写“…”?`
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    closest(word, candidates).map(|candidate| format!("是否想写“{candidate}”?"))
}
