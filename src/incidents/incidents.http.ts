// The operations of incidents, bound to their face.
import { bytesRoute, type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { IncidentRoom } from './incidents.ts';
import { reportInMarkdown } from './report.ts';

export function incidentRoutes(incidents: IncidentRoom): Route[] {
  return [
    route(operations.listIncidents, async ({ which, limit }) => ({ incidents: await incidents.list(which, limit) })),
    route(operations.getIncident, ({ incidentId }, { caller }) => incidents.get(caller, incidentId)),
    route(operations.openIncident, (input, { caller }) => incidents.open(caller, input)),
    route(operations.noteOnIncident, ({ incidentId, text }, { caller }) => incidents.note(caller, incidentId, text)),
    route(operations.changeIncident, ({ incidentId, ...change }, { caller }) => incidents.change(caller, incidentId, change)),
    route(operations.moveIncident, ({ incidentId, to, reason }, { caller }) => incidents.move(caller, incidentId, to, reason)),
    route(operations.contain, ({ incidentId, kind, target }, { caller }) => incidents.contain(caller, incidentId, kind, target)),
    route(operations.proposeLift, async ({ containmentId, reason }, { caller }) => ({
      changeId: await incidents.proposeLift(caller, containmentId, reason),
    })),
    bytesRoute(operations.reportIncident, async ({ incidentId, format }, { caller }) => {
      const detail = await incidents.report(caller, incidentId);
      const isJson = format === 'json';
      return {
        bytes: new TextEncoder().encode(isJson ? `${JSON.stringify(detail, null, 2)}\n` : reportInMarkdown(detail)),
        mediaType: isJson ? 'application/json' : 'text/markdown',
        fileName: `incident-${incidentId}.${isJson ? 'json' : 'md'}`,
      };
    }),
  ];
}
