//! Closed lists of names: what an author writes, what is packed and what the program knows are one table.

/// Declares an enum whose variants carry the names authors write, with the table of all of them.
macro_rules! named {
    (
        $(#[$about:meta])*
        $name:ident { $($(#[$meaning:meta])* $variant:ident = $text:literal,)+ }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$meaning])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every name with its meaning, in the order of the declaration.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($text, Self::$variant),)+];
        }
    };
}

pub(crate) use named;
