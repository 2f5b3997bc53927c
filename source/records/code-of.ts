/** The code of what the file system threw, such as `ENOENT`. */
export const codeOf = (error: unknown): string => error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
