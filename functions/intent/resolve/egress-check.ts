import { formatPath } from '../../diagnostics/path.ts';
import type { EgressUse, Facts, Gateway } from '../model.ts';
import type { Services } from './backends.ts';

/** What a use of an outside host is, in the words of the checks. */
export interface Case {
  readonly use: EgressUse;
  readonly gateway: Gateway | undefined;
  readonly facts: Facts;
  readonly services: Services;
  readonly family: 'http' | 'tls' | 'tcp';
  /** Whether the gateway learns who calls. */
  readonly hasIdentity: boolean;
}

export interface Check {
  readonly code: 'GI0223' | 'GI0224' | 'GI0225' | 'GI0226' | 'GI0303' | 'GI0304';
  readonly severity?: 'warning';
  /** The field that is wrong, below the entry. */
  readonly field: readonly string[];
  readonly when: (found: Case) => boolean;
  readonly message: (found: Case) => string;
  readonly fix: string;
}

/** The field of the entry, as messages name it. */
export const named = ({ use }: Case, field: string): string => `\`${formatPath([...use.origin.path, field])}\``;
