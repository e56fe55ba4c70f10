//! The names of rules and laws, such as `MKT-41` and `L-03`.

/// Every name in a text that has the form of an id, in order, repeated ones too.
pub fn ids(text: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_';
    text.split(part).filter(|word| is_id(word))
}

/// Whether a word is one to eight capitals, a hyphen, and two or three digits.
#[must_use]
pub fn is_id(word: &str) -> bool {
    let Some((family, number)) = word.split_once('-') else { return false };
    let capitals = family.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    capitals && digits && (1..=8).contains(&family.len()) && (2..=3).contains(&number.len())
}

/// What ids of one kind have in common: the letters before the hyphen.
#[must_use]
pub fn family(id: &str) -> &str {
    id.split('-').next().unwrap_or(id)
}

/// Whether a text names an id.
#[must_use]
pub fn names(text: &str, id: &str) -> bool {
    ids(text).any(|it| it == id)
}
