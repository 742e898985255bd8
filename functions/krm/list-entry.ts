const leading = /^(?:[ \t]*(?:#.*)?\r?\n)*/;

/** A document → an entry of a block list whose dashes stand in column `indent`. Comments above the document stand above the dash. */
export function listEntry(text: string, indent: number): string {
  const margin = ' '.repeat(indent);
  const above = (leading.exec(text) as RegExpExecArray)[0];
  const body = text.slice(above.length).replace(/\r?\n$/, '');
  const moved = body.replaceAll(/\n(?!\r?\n|$)/g, `\n${margin}  `);
  return `${above.replaceAll(/^(?=[^\r\n])/gm, margin)}${margin}- ${moved}\n`;
}
