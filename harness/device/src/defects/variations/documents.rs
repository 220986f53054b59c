//! Variations: how documents of 5.3 are written.

macro_rules! documents {
    ($join:ident $before:tt) => {
        $join! { $before
            OtherPrefixes {
                id: "other-namespace-prefixes", ruling: "5.3-ns",
                deviate: "writes other namespace prefixes",
                layer: Layer::Documents,
            }
            DocumentsUndeclared {
                id: "documents-without-declaration", ruling: "R-21",
                deviate: "leaves the XML declaration out of its documents",
                layer: Layer::Documents,
            }
            PrettyPrinted {
                id: "pretty-printed", ruling: "XML 1.0",
                deviate: "indents its documents",
                layer: Layer::Documents,
            }
            DatesWithOffset {
                id: "dates-with-offset", ruling: "R-35",
                deviate: "writes dates with an offset instead of Z",
                layer: Layer::Documents,
            }
            BooleansInWords {
                id: "booleans-in-words", ruling: "4.2",
                deviate: "writes booleans as true and false",
                layer: Layer::Documents,
            }
            TypeUnqualified {
                id: "type-attribute-unqualified", ruling: "R-64",
                deviate: "writes the attribute type without prefix",
                layer: Layer::Documents,
            }
            DatesInWholeSeconds {
                id: "dates-in-whole-seconds", ruling: "5.3.10.2",
                deviate: "writes dates without fractions of a second",
                layer: Layer::Documents,
            }
            DatesFine {
                id: "dates-to-the-nanosecond", ruling: "5.3.10.2",
                deviate: "writes dates with nine digits of a second",
                layer: Layer::Documents,
            }
            DocumentsCommented {
                id: "documents-commented", ruling: "XML 1.0",
                deviate: "writes comments and processing instructions into its documents",
                layer: Layer::Documents,
            }
            DocumentsInCdata {
                id: "documents-in-cdata", ruling: "XML 1.0",
                deviate: "writes the texts of its documents as CDATA",
                layer: Layer::Documents,
            }
            PeersExtended {
                id: "peers-extended", ruling: "R-34",
                deviate: "adds a vendor's element to every peer",
                layer: Layer::Documents,
            }
        }
    };
}
pub(super) use documents;
