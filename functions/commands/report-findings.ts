import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { System } from './system.ts';

/** Forms of findings, for people and for other programs. */
export const outputForms = ['text', 'json', 'github', 'sarif'] as const;
export type OutputForm = (typeof outputForms)[number];

export const isOutputForm = (name: string): name is OutputForm => (outputForms as readonly string[]).includes(name);

/** Findings in the form that was asked for. */
export async function findingsText(diagnostics: readonly Diagnostic[], form: OutputForm, system: System, color: boolean): Promise<string> {
  switch (form) {
    case 'text': {
      const { formatText } = await import('../diagnostics/format-text.ts');
      return formatText(diagnostics, { color, columns: system.columns });
    }
    case 'json':
      return (await import('../diagnostics/format-json.ts')).formatJson(diagnostics);
    case 'github':
      return (await import('../diagnostics/format-github.ts')).formatGithub(diagnostics);
    case 'sarif':
      return (await import('../diagnostics/format-sarif.ts')).formatSarif(diagnostics, system.version);
  }
}

/** `2 errors, 1 warning`; nothing where there is nothing to count. */
export function summary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity'], word: string): string[] => {
    const number = diagnostics.filter((found) => found.severity === severity).length;
    return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  };
  return [...count('error', 'error'), ...count('warning', 'warning'), ...count('info', 'note')].join(', ');
}
