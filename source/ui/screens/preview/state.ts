import {fromTop, type Scroll, type Scrolled} from '../../layout/scroll.js';

export type PreviewDestination = 'alert' | 'claude';

/** What would leave this host: the alert, or the question to Claude. */
export type PreviewState = {
	readonly type: 'preview';
	readonly service: string;
	readonly destination: PreviewDestination;
	readonly lines: readonly string[];
	/** Nothing can be sent: there is no key for Claude. */
	readonly lacksKey?: boolean;
	readonly scroll: Scroll;
};

export type PreviewAction = Scrolled;

/** Makes the preview, then opens it. */
export type PreviewIntent = {readonly type: 'open-preview'; readonly service: string; readonly destination: PreviewDestination};

export const previewState = (preview: Omit<PreviewState, 'type' | 'scroll'>): PreviewState => ({...preview, type: 'preview', scroll: fromTop});

export const reducePreview = (screen: PreviewState, {scroll}: PreviewAction): PreviewState => ({...screen, scroll});
