//! `GraphML` as it is written, and a graph to be written.
//!
//! Source: the `GraphML` primer and schema, graphml.graphdrawing.org. Written with quick-xml, which escapes; what
//! XML 1.0 cannot hold at all (most control characters) has been made visible before, as in all our text.

use std::collections::BTreeSet;

use quick_xml::se::Serializer;
use serde::Serialize;

use crate::escape::plain;

/// What nodes and edges carry: name, `node` or `edge`, type.
const KEYS: [(&str, &str, &str); 20] = [
    ("kind", "all", "string"),
    ("tlp", "all", "string"),
    ("label", "node", "string"),
    ("level", "node", "string"),
    ("names", "node", "string"),
    ("contested", "node", "boolean"),
    ("commits", "node", "long"),
    ("name", "node", "string"),
    ("email", "node", "string"),
    ("project", "node", "string"),
    ("heuristic", "node", "string"),
    ("family", "node", "string"),
    ("strength", "node", "string"),
    ("weight", "node", "double"),
    ("summary", "node", "string"),
    ("innocent", "node", "string"),
    ("base_rate", "node", "string"),
    ("bits", "edge", "double"),
    ("evidence", "edge", "string"),
    ("records", "edge", "long"),
];

/// One value of a node or edge: the name of its key, and the value.
pub(super) type Value = (&'static str, String);

/// A graph without directions.
#[derive(Default)]
pub(super) struct Drawing {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    known: BTreeSet<String>,
}

impl Drawing {
    /// A node; nothing where it was drawn before.
    pub(super) fn node(&mut self, id: &str, kind: &str, values: Vec<Value>) {
        if self.known.insert(id.to_owned()) {
            self.nodes.push(Node {
                id: id.to_owned(),
                data: data(kind, values),
            });
        }
    }

    pub(super) fn edge(&mut self, source: &str, target: &str, kind: &str, values: Vec<Value>) {
        self.edges.push(Edge {
            source: source.to_owned(),
            target: target.to_owned(),
            data: data(kind, values),
        });
    }

    /// The file.
    pub(super) fn text(self, id: &'static str) -> String {
        let key = |(name, of, kind)| Key {
            id: name,
            of,
            name,
            kind,
        };
        let file = File {
            xmlns: "http://graphml.graphdrawing.org/xmlns",
            key: KEYS.map(key).into(),
            graph: Graph {
                id,
                edgedefault: "undirected",
                node: self.nodes,
                edge: self.edges,
            },
        };
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        let mut serializer = Serializer::new(&mut text);
        serializer.indent(' ', 1);
        // Structs of text written to memory cannot fail.
        let _ = file.serialize(serializer);
        text.push('\n');
        text
    }
}

fn data(kind: &str, values: Vec<Value>) -> Vec<Data> {
    let kind = ("kind", kind.to_owned());
    let all = [kind].into_iter().chain(values);
    all.map(|(key, value)| Data {
        key,
        value: plain(&value),
    })
    .collect()
}

#[derive(Serialize)]
#[serde(rename = "graphml")]
struct File {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    key: Vec<Key>,
    graph: Graph,
}

#[derive(Serialize)]
struct Key {
    #[serde(rename = "@id")]
    id: &'static str,
    #[serde(rename = "@for")]
    of: &'static str,
    #[serde(rename = "@attr.name")]
    name: &'static str,
    #[serde(rename = "@attr.type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Graph {
    #[serde(rename = "@id")]
    id: &'static str,
    #[serde(rename = "@edgedefault")]
    edgedefault: &'static str,
    node: Vec<Node>,
    edge: Vec<Edge>,
}

#[derive(Serialize)]
struct Node {
    #[serde(rename = "@id")]
    id: String,
    data: Vec<Data>,
}

#[derive(Serialize)]
struct Edge {
    #[serde(rename = "@source")]
    source: String,
    #[serde(rename = "@target")]
    target: String,
    data: Vec<Data>,
}

#[derive(Serialize)]
struct Data {
    #[serde(rename = "@key")]
    key: &'static str,
    #[serde(rename = "$text")]
    value: String,
}
