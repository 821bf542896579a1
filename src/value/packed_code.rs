//! Codes packed into 64 bits, in an order that is theirs.

/// The first eight bytes of a code as a number: of two codes, the one with the greater number is the greater, and of those
/// with one number the rest decides.
pub(crate) fn leading_bytes(code: &str) -> u64 {
    let bytes = code.bytes().chain(std::iter::repeat(0));
    bytes
        .take(size_of::<u64>())
        .fold(0, |word, byte| word << u8::BITS | u64::from(byte))
}

/// A code of one to seven bytes as a number that no other code has, and that is not zero: its bytes, then their count.
pub(crate) fn short_code(code: &str) -> Option<u64> {
    let length @ 1..=7 = code.len() else { return None };
    Some(leading_bytes(code) | length as u64)
}
