/** The namespace that a selector asks for, where it asks for one. */
export const namespaceOf = (selector: string): string | undefined => /\bnamespace="([^"]+)"/.exec(selector)?.[1];
