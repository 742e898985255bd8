const blankLines = /^(?:[ \t]*\r?\n)*/;

/**
 * A document → an entry of a block list whose dashes stand in column `indent`. Comments above the document stand behind the dash, where kpt puts them: it takes
 * those above a dash for other ones.
 */
export function listEntry(text: string, indent: number): string {
  const body = text.replace(blankLines, '').replace(/\r?\n$/, '');
  return `${' '.repeat(indent)}- ${body.replaceAll(/\n(?!\r?\n|$)/g, `\n${' '.repeat(indent + 2)}`)}\n`;
}
