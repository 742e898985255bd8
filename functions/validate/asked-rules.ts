import type { Rule, World } from './rule.ts';
import { rules } from './rules/index.ts';

/** The rules to ask about a package. The build leaves those out that look at kinds of which it has none (scripts/build/rules.mjs), and does not even load them. */
export const askedRules = (_: World): readonly Rule[] => rules;
