// yaml-language-server, which VS Code and others use, as an editor drives it.
import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type Position,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import {root, until} from './rig.js';

/** A text with a bar where the cursor stands. */
interface Cursor {
  readonly text: string;
  readonly position: Position;
}

function cursorIn(marked: string): Cursor {
  const at = marked.indexOf('¦');
  if (at < 0) throw new Error(`there is no cursor in ${marked}`);
  const before = marked.slice(0, at).split('\n');
  return {
    text: marked.replace('¦', ''),
    position: {line: before.length - 1, character: before[before.length - 1].length},
  };
}

export class LanguageServer {
  private readonly server = spawn(
    process.execPath,
    [join(root, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server'), '--stdio'],
    {stdio: ['pipe', 'pipe', 'ignore']},
  );
  private readonly connection = createProtocolConnection(
    new StreamMessageReader(this.server.stdout),
    new StreamMessageWriter(this.server.stdin),
  );
  private readonly found = new Map<string, readonly Diagnostic[]>();
  private opened = 0;

  constructor(private readonly folder: string) {}

  /** Starts it; which schema is meant is said in each file. */
  async start(): Promise<void> {
    const settings = {completion: true, hover: true, validate: true, schemaStore: {enable: false}};
    this.connection.onNotification('textDocument/publishDiagnostics', ({uri, diagnostics}) => {
      this.found.set(uri, diagnostics);
    });
    this.connection.onRequest('workspace/configuration', ({items}: {items: {section: string}[]}) =>
      items.map(({section}) => (section === 'yaml' ? settings : {})),
    );
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: `file://${this.folder}`,
      capabilities: {
        textDocument: {completion: {completionItem: {snippetSupport: true}}, hover: {contentFormat: ['markdown']}},
        workspace: {configuration: true, didChangeConfiguration: {dynamicRegistration: true}},
      },
    });
    await this.connection.sendNotification('initialized', {});
  }

  /** The labels that it offers at the cursor. */
  async completed(marked: string): Promise<readonly string[]> {
    const {text, position} = cursorIn(marked);
    const uri = await this.open(text);
    const list: CompletionList = await this.connection.sendRequest('textDocument/completion', {
      textDocument: {uri},
      position,
    });
    return list.items.map(({label}) => label);
  }

  /** What it explains at the cursor. */
  async explained(marked: string): Promise<string> {
    const {text, position} = cursorIn(marked);
    const uri = await this.open(text);
    const hover: Hover | null = await this.connection.sendRequest('textDocument/hover', {
      textDocument: {uri},
      position,
    });
    return JSON.stringify(hover?.contents ?? '');
  }

  /** What it finds wrong with a text; places count from 1, as ours do. */
  async mistakes(text: string): Promise<readonly {readonly line: number; readonly message: string}[]> {
    const uri = await this.open(text);
    await until('diagnostics', () => this.found.has(uri));
    return (this.found.get(uri) ?? []).map(({range, message}) => ({
      line: range.start.line + 1,
      message: String(message),
    }));
  }

  end(): void {
    this.connection.dispose();
    this.server.kill();
  }

  private async open(text: string): Promise<string> {
    const uri = `file://${this.folder}/file-${this.opened++}.yaml`;
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: {uri, languageId: 'yaml', version: 1, text},
    });
    return uri;
  }
}
