import type {Label} from './labels.js';

/** Labels that Loki takes a stream's service_name from, in this order. */
const sources: readonly string[] = [
	'service',
	'app',
	'application',
	'app_name',
	'name',
	'app_kubernetes_io_name',
	'container',
	'container_name',
	'k8s_container_name',
	'component',
	'workload',
	'job',
	'k8s_job_name',
];

/** The service_name that Loki adds to a stream; undefined where it has one. */
export const discoverServiceName = (labels: readonly Label[]): string | undefined => {
	if (labels.some(([name]) => name === 'service_name')) {
		return undefined;
	}

	for (const source of sources) {
		const label = labels.find(([name]) => name === source);
		if (label) {
			return label[1];
		}
	}

	return 'unknown_service';
};
