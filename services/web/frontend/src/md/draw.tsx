// mdast → React elements. No HTML string anywhere: nothing to sanitise, nothing for Trusted Types to object to.
import type { Image, ListItem, Nodes, Table } from "mdast";
import type { ReactNode } from "react";
import { t } from "../i18n";
import { Code } from "./Code";
import { Tex } from "./Tex";
import { safeImage, safeLink } from "./url";

/** `inLink`: a link must not hold another one. */
export function draw(node: Nodes, key: number, inLink = false): ReactNode {
  switch (node.type) {
    case "text":
      return node.value;
    case "paragraph":
      return <p key={key}>{drawChildren(node)}</p>;
    case "heading": {
      // The page's own headings are h1 and h2.
      const Heading = `h${Math.min(6, node.depth + 2)}` as "h3" | "h4" | "h5" | "h6";
      return <Heading key={key}>{drawChildren(node)}</Heading>;
    }
    case "strong":
      return <strong key={key}>{drawChildren(node, inLink)}</strong>;
    case "emphasis":
      return <em key={key}>{drawChildren(node, inLink)}</em>;
    case "delete":
      return <del key={key}>{drawChildren(node, inLink)}</del>;
    case "inlineCode":
      return <code key={key}>{node.value}</code>;
    case "code":
      return <Code key={key} language={node.lang ?? null} value={node.value} />;
    case "math":
      return <Tex key={key} value={node.value} display />;
    case "inlineMath":
      return <Tex key={key} value={node.value} display={node.data?.display === true} />;
    case "list":
      return node.ordered ? (
        <ol key={key} start={node.start ?? undefined}>
          {drawChildren(node)}
        </ol>
      ) : (
        <ul key={key}>{drawChildren(node)}</ul>
      );
    case "listItem":
      return drawItem(node, key);
    case "blockquote":
      return <blockquote key={key}>{drawChildren(node)}</blockquote>;
    case "thematicBreak":
      return <hr key={key} />;
    case "break":
      return <br key={key} />;
    case "link":
      return drawLink(node.url, drawChildren(node, true), key);
    case "image":
      return drawImage(node, key, inLink);
    case "table":
      return drawTable(node, key);
    case "footnoteReference":
      return <sup key={key}>{node.label ?? node.identifier}</sup>;
    case "footnoteDefinition":
      return (
        <div key={key} className="footnote">
          <sup>{node.label ?? node.identifier}</sup>
          {drawChildren(node)}
        </div>
      );
    case "html": // shown, never run
      return <code key={key}>{node.value}</code>;
    case "linkReference":
      return <span key={key}>{drawChildren(node)}</span>;
    case "imageReference":
      return <span key={key}>{node.alt}</span>;
    default:
      return null;
  }
}

function drawChildren(node: { children: Nodes[] }, inLink = false): ReactNode {
  return node.children.map((child, index) => draw(child, index, inLink));
}

function drawItem(item: ListItem, key: number): ReactNode {
  const isTask = typeof item.checked === "boolean";
  return (
    <li key={key} className={isTask ? "task" : undefined}>
      {isTask && (
        <input
          type="checkbox"
          checked={item.checked === true}
          disabled
          readOnly
          aria-label={item.checked ? t.markdown.done : t.markdown.toDo}
        />
      )}
      {item.children.map((child, index) =>
        child.type === "paragraph" && !item.spread ? (
          <span key={index}>{drawChildren(child)}</span>
        ) : (
          draw(child, index)
        ),
      )}
    </li>
  );
}

function drawLink(address: string, text: ReactNode, key: number): ReactNode {
  const href = safeLink(address);
  if (href === null) {
    return (
      <span key={key} className="refused">
        {text}
      </span>
    );
  }
  return (
    <a key={key} href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {text}
    </a>
  );
}

function drawImage(image: Image, key: number, inLink: boolean): ReactNode {
  const source = safeImage(image.url);
  if (source !== null) return <img key={key} src={source} alt={image.alt ?? ""} loading="lazy" />;
  const elsewhere = inLink ? null : safeLink(image.url);
  return (
    <span key={key} className="refused">
      {t.markdown.image(image.alt ?? "")}
      {elsewhere !== null && <> ({drawLink(elsewhere, new URL(elsewhere).host, 0)})</>}
    </span>
  );
}

function drawTable(table: Table, key: number): ReactNode {
  const [head, ...rows] = table.children;
  const columns = head?.children.map((_, column) => column) ?? [];
  const alignOf = (column: number) => table.align?.[column] ?? undefined;
  return (
    <div key={key} className="table" tabIndex={0} role="region" aria-label={t.markdown.table}>
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, column) => (
              <th key={column} scope="col" data-align={alignOf(column)}>
                {drawChildren(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td key={column} data-align={alignOf(column)}>
                  {drawChildren(row.children[column] ?? { children: [] })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
