// Markdown text → mdast tree, with GFM and math; never throws, whatever it is given.
import type { Definition, Image, Link, Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { mathFromMarkdown } from "mdast-util-math";
import { gfm } from "micromark-extension-gfm";
import { math } from "micromark-extension-math";
import { bracketMath, bracketMathFromMarkdown } from "./brackets";
import { dollarMath } from "./dollars";
import { asPlain, isHostile, isTooDeep } from "./guard";

// One tilde is "about" more often than a mark; which single dollars are no money is looked at in dollars.ts.
const syntax = [gfm({ singleTilde: false }), math({ singleDollarTextMath: false }), bracketMath, dollarMath];
const tree = [...gfmFromMarkdown(), mathFromMarkdown(), bracketMathFromMarkdown];
// Addresses without brackets are looked for in the finished tree, with searches that cost as much as a short text's
// reading. These are what one has in it, or may be hidden behind.
const MAY_HAVE_ADDRESS = /:\/\/|www|[@&\\]/i;
const treeWithoutSearch = tree.map((extension) => ({ ...extension, transforms: [] }));

export function parse(source: string): Root {
  if (isHostile(source)) return asPlain(source);
  try {
    const mdastExtensions = MAY_HAVE_ADDRESS.test(source) ? tree : treeWithoutSearch;
    const root = fromMarkdown(source, { extensions: syntax, mdastExtensions });
    return isTooDeep(root) ? asPlain(source) : resolveReferences(root);
  } catch {
    return asPlain(source);
  }
}

/** `[text][name]` becomes the link that `[name]: address` defines, so that one policy decides about both. */
function resolveReferences(root: Root): Root {
  const definitions = new Map<string, Definition>();
  visit(root, (node) => {
    if (node.type === "definition" && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  });
  if (definitions.size > 0) visit(root, (node) => "children" in node && resolveChildren(node.children, definitions));
  return root;
}

function resolveChildren(children: Nodes[], definitions: Map<string, Definition>): void {
  children.forEach((child, index) => {
    if (child.type !== "linkReference" && child.type !== "imageReference") return;
    const url = definitions.get(child.identifier)?.url;
    if (url === undefined) return;
    const resolved: Link | Image =
      child.type === "linkReference"
        ? { type: "link", url, children: child.children, position: child.position }
        : { type: "image", url, alt: child.alt ?? null, position: child.position };
    children[index] = resolved;
  });
}

function visit(node: Nodes, see: (node: Nodes) => void): void {
  see(node);
  if ("children" in node) for (const child of node.children) visit(child, see);
}
