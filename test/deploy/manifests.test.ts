import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {Deployment} from 'kubernetes-models/apps/v1/Deployment';
import {CronJob} from 'kubernetes-models/batch/v1/CronJob';
import {NetworkPolicy} from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import {Secret} from 'kubernetes-models/v1/Secret';
import {parseAllDocuments} from 'yaml';

type Fields = Readonly<Record<string, unknown>>;

const folder = 'deploy/kubernetes';
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const documentsOf = (file: string): readonly Fields[] => parseAllDocuments(readFileSync(`${folder}/${file}`, 'utf8')).map(document => {
	assert.deepEqual(document.errors, [], file);
	return document.toJS() as Fields;
});

const files = readdirSync(folder).filter(file => file !== 'kustomization.yaml');
const manifests = files.flatMap(file => documentsOf(file).map(manifest => ({file, manifest})));

/** Made of the schemas that Kubernetes publishes. */
const models = new Map<string, new (data: never) => {readonly validate: () => void}>([
	['Secret', Secret], ['CronJob', CronJob], ['Deployment', Deployment], ['NetworkPolicy', NetworkPolicy],
]);

/** Throws where the manifest is not of its kind's schema. */
function validate(manifest: Fields): void {
	const Model = models.get(String(manifest.kind));
	assert.ok(Model, String(manifest.kind));
	new Model(manifest as never).validate();
}

/** What is under a path of a manifest. */
const at = (value: unknown, ...path: ReadonlyArray<string | number>): unknown => path.reduce<unknown>((inner, key) => isFields(inner) || Array.isArray(inner) ? (inner as Fields)[key] : undefined, value);

const podOf = (manifest: Fields): unknown => manifest.kind === 'CronJob' ? at(manifest, 'spec', 'jobTemplate', 'spec', 'template', 'spec') : at(manifest, 'spec', 'template', 'spec');
const workloads = manifests.filter(({manifest}) => manifest.kind === 'CronJob' || manifest.kind === 'Deployment');

test('every manifest is of the published schema', () => {
	assert.deepEqual(manifests.map(({manifest}) => manifest.kind).toSorted((a, b) => String(a).localeCompare(String(b))), ['CronJob', 'Deployment', 'NetworkPolicy', 'Secret']);
	for (const {manifest} of manifests) {
		validate(manifest);
	}
});

test('the validators refuse what is wrong', () => {
	const [cronJob] = documentsOf('cronjob.yaml');
	assert.ok(cronJob);
	assert.throws(() => {
		validate({...cronJob, spec: {schedule: 5}});
	}, /schedule|jobTemplate/);
	assert.throws(() => {
		validate({...cronJob, spec: {...at(cronJob, 'spec') as Fields, concurrencyPolicy: ['Forbid']}});
	}, /concurrencyPolicy/);
});

test('kustomization names files that are there', () => {
	const [kustomization] = parseAllDocuments(readFileSync(`${folder}/kustomization.yaml`, 'utf8')).map(document => document.toJS() as Fields);
	for (const file of kustomization?.resources as readonly string[]) {
		assert.ok(files.includes(file), file);
	}
});

test('every container runs without rights, on a read-only file system, within limits', () => {
	assert.equal(workloads.length, 2);
	for (const {manifest} of workloads) {
		const pod = podOf(manifest);
		assert.equal(at(pod, 'automountServiceAccountToken'), false);
		assert.equal(at(pod, 'securityContext', 'runAsNonRoot'), true);
		assert.equal(at(pod, 'securityContext', 'seccompProfile', 'type'), 'RuntimeDefault');
		const container = at(pod, 'containers', 0);
		assert.deepEqual(at(container, 'securityContext'), {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: ['ALL']}});
		assert.match(String(at(container, 'resources', 'limits', 'memory')), /^\d+Mi$/);
		assert.match(String(at(container, 'resources', 'requests', 'cpu')), /^\d+m$/);
		assert.deepEqual(at(container, 'envFrom'), [{secretRef: {name: 'loki-sentinel'}}]);
	}
});

test('probes and metrics are asked where the program listens', () => {
	const [deployment] = documentsOf('deployment.yaml');
	const container = at(podOf(deployment ?? {}), 'containers', 0);
	const port = at(container, 'ports', 0);
	assert.ok((at(container, 'args') as readonly string[]).join(' ').includes(`--metrics-port ${String(at(port, 'containerPort'))}`));
	assert.equal(at(container, 'livenessProbe', 'httpGet', 'port'), at(port, 'name'));
	assert.equal(at(container, 'readinessProbe', 'httpGet', 'port'), at(port, 'name'));
	assert.equal(at(deployment, 'spec', 'template', 'metadata', 'annotations', 'prometheus.io/port'), String(at(port, 'containerPort')));
	const [policy] = documentsOf('network-policy.yaml');
	assert.equal(at(policy, 'spec', 'ingress', 0, 'ports', 0, 'port'), at(port, 'containerPort'));
});

test('the pods are what the selectors and the policy select', () => {
	const [deployment] = documentsOf('deployment.yaml');
	const labels = at(deployment, 'spec', 'template', 'metadata', 'labels') as Fields;
	for (const [name, value] of Object.entries(at(deployment, 'spec', 'selector', 'matchLabels') as Fields)) {
		assert.equal(labels[name], value);
	}

	const [policy] = documentsOf('network-policy.yaml');
	const [cronJob] = documentsOf('cronjob.yaml');
	const selected = at(policy, 'spec', 'podSelector', 'matchLabels') as Fields;
	const podLabels = [labels, at(cronJob, 'spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels') as Fields];
	for (const [name, value] of Object.entries(selected)) {
		assert.deepEqual(podLabels.map(pod => pod[name]), [value, value]);
	}

	// The service must not take the pods of the CronJob for its own.
	assert.equal(podLabels[1]?.['app.kubernetes.io/component'], undefined);
});

test('no secret stands in a manifest: what is secret is empty or left to be filled in', () => {
	const [secret] = documentsOf('secret.yaml');
	const values = Object.entries(at(secret, 'stringData') as Fields);
	assert.deepEqual(values.map(([name]) => name), ['LOKI_URL']);
	assert.doesNotMatch(files.map(file => readFileSync(`${folder}/${file}`, 'utf8')).join('\n'), /sk-ant-|hooks\.slack\.com\/services|Bearer /);
});
