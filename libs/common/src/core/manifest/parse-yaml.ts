// YAML as OKH 1.0 writes it: bounded before it is composed, since depth alone can end the process.

import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type CST,
  type Document,
  type Node,
  type Pair,
  type ParsedNode,
} from 'yaml';
import type { ManifestNote, Plain, PlainRecord } from './manifest.js';
import { MANIFEST_DEPTH, type ParsedManifest, type SyntaxFault } from './manifest-syntax.js';
import { Budget, isRecord, isSafeKey, ManifestLimit, plainScalar, wellFormed } from './to-plain.js';

/** Plain values of the first document, or where and why it is none. Of keys said twice the last counts, and both are told. */
export function parseYamlManifest(text: string): ParsedManifest | SyntaxFault {
  const counter = new LineCounter();
  const tokens = tokensOf(text, counter);
  if ('fault' in tokens) return tokens;
  const composer = new Composer({ lineCounter: counter, uniqueKeys: false });
  for (const document of composer.compose(tokens, true, text.length)) return readDocument(document, counter);
  return { fault: 'it is empty' };
}

/** The parser's stack holds one or two entries for each level. */
function tokensOf(text: string, counter: LineCounter): CST.Token[] | SyntaxFault {
  counter.addNewLine(0);
  const parser = new Parser(counter.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * MANIFEST_DEPTH) return { fault: 'its values are nested too deep' };
  }
  tokens.push(...parser.end());
  return tokens;
}

function readDocument(document: Document.Parsed | Document, counter: LineCounter): ParsedManifest | SyntaxFault {
  const error = document.errors[0];
  if (error) {
    const { line, col } = counter.linePos(error.pos[0]);
    return {
      fault: (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
      line,
      column: col,
    };
  }
  try {
    const walk = new YamlWalk(counter);
    const root = walk.plain(document.contents as ParsedNode | null, 0, '');
    if (!isRecord(root)) return { fault: 'it is not a list of named values', line: 1, column: 1 };
    return { root, lines: walk.lines, numbers: walk.numbers, notes: walk.notes };
  } catch (thrown) {
    if (!(thrown instanceof ManifestLimit)) throw thrown;
    return { fault: thrown.message };
  }
}

class YamlWalk {
  readonly lines = new Map<string, number>();
  readonly numbers = new Map<string, string>();
  readonly notes: ManifestNote[] = [];
  private readonly budget = new Budget();

  private readonly anchors = new Map<string, Node>();
  /** How many aliases are being followed. */
  private expanding = 0;

  constructor(private readonly counter: LineCounter) {}

  plain(node: Node | null | undefined, depth: number, path: string): Plain | undefined {
    this.budget.spend(depth);
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined) throw new ManifestLimit(`it refers to “${node.source}”, which is nowhere`);
      this.expanding += 1;
      const value = this.plain(target, depth + 1, path);
      this.expanding -= 1;
      return value;
    }
    // The library would search the whole document for every alias.
    if (node?.anchor !== undefined && this.expanding === 0) this.anchors.set(node.anchor, node);
    if (isScalar(node)) {
      const { value, source } = node;
      // Beyond what a number can hold exactly, its text is kept.
      if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
        return source ?? String(value);
      return plainScalar(value);
    }
    if (isSeq(node)) return node.items.flatMap((item) => this.plain(item as Node | null, depth + 1, path) ?? []);
    return isMap(node) ? this.record(node.items as Pair<Node, Node | null>[], depth, path) : undefined;
  }

  private record(items: readonly Pair<Node, Node | null>[], depth: number, path: string): PlainRecord {
    const record: Record<string, Plain> = {};
    const seen = new Map<string, number>();
    for (const { key: keyNode, value: valueNode } of items) {
      const key = wellFormed(isScalar(keyNode) ? String(keyNode.value) : String(keyNode));
      const line = this.lineOf(keyNode);
      const full = path === '' ? key : `${path}.${key}`;
      const before = seen.get(key);
      if (before !== undefined) {
        const message = `“${full}” is said twice, on lines ${before} and ${line}; the last counts.`;
        this.notes.push({ kind: 'guessed', field: full, message, line });
      }
      seen.set(key, line);
      if (depth === 0) this.place(key, line, valueNode);
      const value = this.plain(valueNode, depth + 1, full);
      if (key === '<<' && isRecord(value)) Object.assign(record, { ...value, ...record });
      else if (value === undefined || !isSafeKey(key)) delete record[key];
      else record[key] = value;
    }
    return record;
  }

  private place(key: string, line: number, value: Node | null): void {
    this.lines.set(key, line);
    if (isScalar(value) && typeof value.value === 'number' && value.source) this.numbers.set(key, value.source);
    else this.numbers.delete(key);
  }

  private lineOf(node: Node): number {
    return node.range ? this.counter.linePos(node.range[0]).line : 1;
  }
}
