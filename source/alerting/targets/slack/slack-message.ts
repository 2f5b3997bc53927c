/** The body that is posted: Slack's incoming webhook format. */
export type SlackMessage = {
	readonly text: string;
	readonly blocks: readonly SlackBlock[];
};

export type SlackText =
	/** `verbatim` keeps Slack from turning names into mentions and words into links. */
	| {readonly type: 'mrkdwn'; readonly text: string; readonly verbatim?: boolean}
	| {readonly type: 'plain_text'; readonly text: string; readonly emoji?: boolean};

export type SlackBlock =
	| {readonly type: 'header'; readonly text: SlackText}
	| {readonly type: 'section'; readonly text?: SlackText; readonly fields?: readonly SlackText[]}
	| {readonly type: 'context'; readonly elements: readonly SlackText[]}
	| {readonly type: 'divider'};
