import {fleetService} from '../detect/types.js';

/** A service's name to read: `all services` for the whole fleet. */
export const serviceName = (service: string): string => service === fleetService ? 'all services' : service;
