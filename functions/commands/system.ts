/** What commands may do to the world; `main` hands it in, tests hand in their own. */
export interface System {
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard input is a terminal: nothing will come from there. */
  readonly inputIsTerminal: boolean;
  /** Columns of the terminal that findings are shown on; absent when they go to a file or a pipe. */
  readonly columns: number | undefined;
  readInput(): Promise<Uint8Array>;
  /** Files below a folder, by path relative to it, sorted; `undefined` when there is no such folder. A path of a file gives that file. */
  readFolder(path: string): readonly FolderFile[] | undefined;
  /** Writes files whole or not at all; none of them where one cannot be written. */
  writeFiles(files: readonly NewFile[]): void;
  /** The files that this program consists of. */
  programFiles(): readonly ProgramFile[];
  /** Takes all of the text before it resolves. */
  out(text: string): Promise<void>;
  err(text: string): void;
}

export interface FolderFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** It is a link to a file outside of the folder. */
  readonly leadsOutside?: boolean;
}

export interface NewFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly isExecutable?: boolean;
}

export interface ProgramFile {
  /** Its name where it is installed. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isExecutable: boolean;
}

/** What a command comes down to: 0 good, 1 findings of severity error, 2 wrong use or our own fault. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` says: usage, options, an example. */
  readonly help: string;
  run(args: readonly string[], system: System): Promise<ExitCode>;
}
