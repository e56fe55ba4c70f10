//! Vocabularies: open, because a newer server may know more words.

/// An enum whose variants are words on the wire. A word that it does not know is kept.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq, ::serde::Deserialize)]
        #[serde(from = "String")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about])* #[doc = concat!("`", $word, "`")] $variant,)+
            /// A word that this client does not know.
            Unknown(String),
        }

        impl $name {
            /// The word on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(word) => word,
                }
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($word => Self::$variant,)+
                    _ => Self::Unknown(word),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use crate::marketplace::Mode;

    #[test]
    fn words_are_kept_both_ways_known_or_not() {
        let unknown = Mode::Unknown("auction".to_owned());
        for (word, mode) in [("direct", Mode::Direct), ("auction", unknown)] {
            let json = format!("\"{word}\"");
            assert_eq!(serde_json::from_str::<Mode>(&json).unwrap(), mode);
            assert_eq!(serde_json::to_string(&mode).unwrap(), json);
            assert_eq!(mode.to_string(), word);
        }
        assert!(serde_json::from_str::<Mode>("1").is_err());
    }
}
