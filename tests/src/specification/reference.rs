//! What a page names: a scene of a story, a test, or something in another file.

use std::fmt;

use super::places::{scenes, test};
use super::{Library, ids};

/// Something that a page says is there.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Reference {
    /// `marketplace/06_revision "a round of changes"`.
    Scene {
        /// The story, by its path below `tests/stories` without its ending.
        story: String,
        /// The scene's name.
        name: String,
    },
    /// `` `core/tests/money.rs::a_cut_is_exact` ``: a test or, in a file that is no Rust, a word.
    Part {
        /// The file, from the root of the workspace.
        path: String,
        /// What is in it.
        name: String,
    },
    /// `` `.ci/no-std` ``: a whole file.
    File(String),
    /// Anything else, as it was written.
    Unknown(String),
}

impl Reference {
    /// The references in a text, with this between them.
    #[must_use]
    pub fn list(text: &str, between: &str) -> Vec<Self> {
        let items = text.split(between).map(str::trim).filter(|item| !item.is_empty());
        items.map(Self::read).collect()
    }

    /// A reference as it is written.
    #[must_use]
    pub fn read(text: &str) -> Self {
        if let Some(inner) = text.strip_prefix('`').and_then(|it| it.strip_suffix('`')) {
            return match inner.split_once("::") {
                Some((path, name)) => Self::Part { path: path.to_owned(), name: name.to_owned() },
                None => Self::File(inner.to_owned()),
            };
        }
        let scene = text.split_once(" \"").and_then(|(story, rest)| {
            let name = rest.strip_suffix('"')?;
            (!story.contains(' ')).then(|| (story.to_owned(), name.to_owned()))
        });
        match scene {
            Some((story, name)) => Self::Scene { story, name },
            None => Self::Unknown(text.to_owned()),
        }
    }

    /// The text of what it names; `None` if there is no such thing.
    #[must_use]
    pub fn find<'a>(&self, library: &'a Library) -> Option<&'a str> {
        match self {
            Self::Scene { story, name } => {
                let text = library.text(&format!("tests/stories/{story}.story"))?;
                scenes(text).find(|scene| scene.name == name).map(|scene| scene.text)
            }
            Self::Part { path, name } if path.ends_with(".rs") => {
                test(path, library.text(path)?, name)
            }
            Self::Part { path, name } => {
                library.text(path)?.lines().find(|line| line.contains(name.as_str()))
            }
            Self::File(path) => library.text(path),
            Self::Unknown(_) => None,
        }
    }

    /// The file of what it names, as a page shows it.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Scene { story, .. } => story.clone(),
            Self::Part { path, .. } | Self::File(path) => format!("`{path}`"),
            Self::Unknown(text) => text.clone(),
        }
    }

    /// Whether what it names names an id itself.
    #[must_use]
    pub fn shows(&self, library: &Library, id: &str) -> bool {
        self.find(library).is_some_and(|text| ids::names(text, id))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scene { story, name } => write!(f, "{story} \"{name}\""),
            Self::Part { path, name } => write!(f, "`{path}::{name}`"),
            Self::File(path) => write!(f, "`{path}`"),
            Self::Unknown(text) => f.write_str(text),
        }
    }
}
