/** Codes of rules that are gone, and what became of them. They are never given to another rule. */
export const retired: Readonly<Record<string, string>> = {};
