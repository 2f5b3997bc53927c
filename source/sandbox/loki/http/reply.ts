/** An answer, before it is written. */
export type Reply = {
	readonly status: number;
	readonly contentType?: string;
	readonly body: string;
};

export const textReply = (status: number, body: string): Reply => ({status, contentType: 'text/plain; charset=utf-8', body});

export const jsonReply = (body: string): Reply => ({status: 200, contentType: 'application/json; charset=UTF-8', body});

/** `{"status":"success","data":...}` around JSON text; without data where there is none. */
export const successReply = (data: string | undefined): Reply =>
	jsonReply(data === undefined ? '{"status":"success"}\n' : `{"status":"success","data":${data}}\n`);
