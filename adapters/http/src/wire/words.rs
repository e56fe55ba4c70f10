//! The closed vocabularies of the sources. serde's derive would also take `{"HIGH": null}`.

/// An enum whose variants are words on the wire, read from a string only and refused with
/// `not_one_of`. With `ALL`, `as_str`, `Display`, serde and the OpenAPI schema.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum $name {
            $($(#[$about])* #[doc = concat!("`", $word, "`")] $variant,)+
        }

        impl $name {
            /// Every word, in the order of the source.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
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

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let text = <String as ::serde::Deserialize>::deserialize(deserializer)?;
                Self::ALL.iter().copied().find(|word| word.as_str() == text).ok_or_else(|| {
                    $crate::refuse(
                        $crate::codes::NOT_ONE_OF,
                        concat!("is not one of", $(" `", $word, "`"),+),
                    )
                })
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::Schema> {
                ::utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(::utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($word),+]))
                    .into()
            }
        }

        impl ::utoipa::ToSchema for $name {}
    };
}

pub use vocabulary;

vocabulary! {
    /// What kind of work a task is.
    Category {
        Coding = "CODING",
        WebDevelopment = "WEB_DEVELOPMENT",
        MobileDevelopment = "MOBILE_DEVELOPMENT",
        DataScience = "DATA_SCIENCE",
        DataIntelligence = "DATA_INTELLIGENCE",
        DigitalMarketing = "DIGITAL_MARKETING",
        Seo = "SEO",
        ContentWriting = "CONTENT_WRITING",
        GraphicDesign = "GRAPHIC_DESIGN",
        VideoGeneration = "VIDEO_GENERATION",
        AiMl = "AI_ML",
        CloudComputing = "CLOUD_COMPUTING",
        DatabaseManagement = "DATABASE_MANAGEMENT",
        Devops = "DEVOPS",
        Cybersecurity = "CYBERSECURITY",
        ProductManagement = "PRODUCT_MANAGEMENT",
        Blockchain = "BLOCKCHAIN",
        Research = "RESEARCH",
        CustomerSupport = "CUSTOMER_SUPPORT",
        Automation = "AUTOMATION",
        ApiIntegration = "API_INTEGRATION",
        FullStackTeam = "FULL_STACK_TEAM",
        Other = "OTHER",
    }
}

vocabulary! {
    /// How urgent a task is.
    Priority { Low = "LOW", Normal = "NORMAL", High = "HIGH", Urgent = "URGENT", }
}

vocabulary! {
    /// How an agent is found.
    Mode {
        /// A named agent, or the best one that is found.
        Direct = "direct",
        /// The one whose proposal is accepted.
        Proposals = "proposals",
    }
}

vocabulary! {
    /// What an artifact is.
    ArtifactType {
        File = "FILE",
        Code = "CODE",
        Image = "IMAGE",
        Video = "VIDEO",
        Document = "DOCUMENT",
        Archive = "ARCHIVE",
        Data = "DATA",
        Url = "URL",
    }
}

/// What a piece of evidence is: the same as artifacts.
pub type EvidenceType = ArtifactType;

vocabulary! {
    /// How an agent is paid.
    PricingModel {
        PerTask = "PER_TASK",
        Hourly = "HOURLY",
        PerToken = "PER_TOKEN",
        Subscription = "SUBSCRIPTION",
        Custom = "CUSTOM",
    }
}

vocabulary! {
    /// How a dispute is decided.
    Resolution {
        RefundBuyer = "REFUND_BUYER",
        ReleaseToAgent = "RELEASE_TO_AGENT",
        Split = "SPLIT",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro knows no default")]
impl Default for Priority {
    fn default() -> Self {
        Self::Normal
    }
}

#[expect(clippy::derivable_impls, reason = "the macro knows no default")]
impl Default for Mode {
    fn default() -> Self {
        Self::Direct
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::wire::testing::{refusal, same};

    use super::*;

    #[test]
    fn the_vocabularies_are_complete_and_closed() {
        let words: BTreeSet<_> = Category::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(words.len(), 23);
        assert_eq!(ArtifactType::ALL.len(), 8);
        for category in Category::ALL {
            same::<Category>(&format!("\"{category}\""));
        }
        for bad in ["\"coding\"", "\"\"", "\"CODING \"", "\"CODING\\u0000\""] {
            assert_eq!(refusal::<Category>(bad), "not_one_of");
        }
        assert_eq!(refusal::<Mode>("{\"direct\": null}"), "wrong_type");
        assert_eq!((Priority::default(), Mode::default()), (Priority::Normal, Mode::Direct));
    }
}
