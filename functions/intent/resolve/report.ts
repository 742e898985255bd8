import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

/** Takes a finding; resolving goes on, so that everything is told at once. */
export type Report = (diagnostic: Diagnostic) => void;
