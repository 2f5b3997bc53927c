/** The name of a target's kind, from its id: `Slack`. */
export const targetName = (id: string): string => `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`;
