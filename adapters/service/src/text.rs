//! JSON as it is kept and sent: written once, into exactly as much memory as it takes.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A text that is kept: shared, so that a reader's copy costs nothing.
pub type SharedText = Arc<str>;

/// What a thread keeps of the buffer it writes into; what was larger once is given back.
const KEPT: usize = 256 * 1024;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A value as JSON. Texts are kept for long, and a text that grew while it was written would hold
/// up to twice what it needs.
///
/// # Errors
///
/// If the value cannot be written as JSON.
pub fn json<S: for<'t> From<&'t str>>(value: &impl Serialize) -> Result<S, serde_json::Error> {
    // Taken, not borrowed: a value may write another one while it is written.
    let mut buffer = BUFFER.take();
    buffer.clear();
    let written = serde_json::to_writer(&mut buffer, value);
    let text = written
        .and_then(|()| str::from_utf8(&buffer).map(S::from).map_err(serde::ser::Error::custom));
    if buffer.capacity() <= KEPT {
        BUFFER.set(buffer);
    }
    text
}

/// JSON that is kept, with the value that was written or first read from it. All copies share it: a
/// store that hands out what it was given spares its readers the parsing.
///
/// Two are equal if their texts are: the value never says anything else.
#[derive(Clone)]
pub struct Image(Arc<Kept>);

struct Kept {
    text: SharedText,
    /// Of one type: one that is read as several is parsed for all but the first.
    value: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl Image {
    /// Writes a value.
    ///
    /// # Errors
    ///
    /// If it cannot be written as JSON.
    pub fn of<T: Serialize + Send + Sync + 'static>(value: T) -> Result<Self, serde_json::Error> {
        let text = json(&value)?;
        Ok(Self(Arc::new(Kept { text, value: OnceLock::from(Arc::new(value) as Arc<_>) })))
    }

    /// The value that was written, or what its text says.
    ///
    /// # Errors
    ///
    /// If the text is not what is expected.
    pub fn read<T: DeserializeOwned + Send + Sync + 'static>(
        &self,
    ) -> Result<Arc<T>, serde_json::Error> {
        let Kept { text, value } = &*self.0;
        if let Some(value) = value.get().and_then(|value| Arc::clone(value).downcast().ok()) {
            return Ok(value);
        }
        let read = Arc::new(serde_json::from_str(text)?);
        // Whoever was first has kept the same.
        value.get_or_init(|| Arc::clone(&read) as Arc<_>);
        Ok(read)
    }
}

impl<T: Into<SharedText>> From<T> for Image {
    fn from(text: T) -> Self {
        Self(Arc::new(Kept { text: text.into(), value: OnceLock::new() }))
    }
}

impl Deref for Image {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Image {}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.text.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Image;

    #[test]
    fn an_image_reads_the_same_with_and_without_its_value() {
        let written = Image::of(vec![1, 2, 3]).unwrap();
        let kept = Image::from(&*written);
        assert_eq!((&*written, &written), ("[1,2,3]", &kept));
        for image in [&written, &kept] {
            assert_eq!(
                *image.read::<Vec<u8>>().unwrap(),
                [1, 2, 3],
                "another type of the same text"
            );
            assert_eq!(*image.read::<Vec<i32>>().unwrap(), [1, 2, 3]);
            assert!(image.read::<String>().is_err());
        }
    }

    #[test]
    fn what_was_read_once_is_not_parsed_again() {
        let kept = Image::from("[1,2,3]");
        let copy = kept.clone();
        assert!(kept.read::<String>().is_err(), "what cannot be read is not kept");
        let first = kept.read::<Vec<u8>>().unwrap();
        assert!(Arc::ptr_eq(&first, &copy.read().unwrap()));
        assert_eq!(*copy.read::<Vec<i32>>().unwrap(), [1, 2, 3], "another type of the same text");
        assert!(Arc::ptr_eq(&first, &copy.read().unwrap()), "the first stays");
    }
}
