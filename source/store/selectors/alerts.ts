import type {AlertRecord, State} from '../state.js';

/** The newest alert about a service: its own, or one about an incident that it is a part of. */
export const alertAbout = ({alerts}: Pick<State, 'alerts'>, service: string): AlertRecord | undefined => alerts.findLast(record => record.service === service || record.alert?.members.some(member => member.service === service));
