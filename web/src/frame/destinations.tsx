// Where one can go from every page, and what one must be allowed to do there.
import {
  AlertOutlined,
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  ClusterOutlined,
  DashboardOutlined,
  FolderOpenOutlined,
  LockOutlined,
  MessageOutlined,
  SafetyOutlined,
  SaveOutlined,
  SearchOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { Permission } from '../../../src/base/permissions.ts';

const destinations = [
  { to: '/', permission: 'answers.ask', label: 'navigation.ask', icon: <MessageOutlined /> },
  { to: '/search', permission: 'documents.search', label: 'navigation.search', icon: <SearchOutlined /> },
  { to: '/library', permission: 'documents.read', label: 'navigation.library', icon: <FolderOpenOutlined /> },
  { to: '/ledger', permission: 'ledger.read', label: 'navigation.ledger', icon: <AuditOutlined /> },
  { to: '/people', permission: 'changes.read', label: 'navigation.people', icon: <TeamOutlined /> },
  { to: '/rights', permission: 'policy.read', label: 'navigation.rights', icon: <LockOutlined /> },
  { to: '/scenarios', permission: 'scenarios.read', label: 'navigation.scenarios', icon: <AppstoreOutlined /> },
  { to: '/models', permission: 'models.read', label: 'navigation.models', icon: <ClusterOutlined /> },
  { to: '/connections', permission: 'connections.read', label: 'navigation.connections', icon: <ApiOutlined /> },
  { to: '/incidents', permission: 'incidents.read', label: 'navigation.incidents', icon: <AlertOutlined /> },
  { to: '/security', permission: 'retention.read', label: 'navigation.security', icon: <SafetyOutlined /> },
  { to: '/backup', permission: 'backups.manage', label: 'navigation.backup', icon: <SaveOutlined /> },
  { to: '/status', permission: 'status.read', label: 'navigation.status', icon: <DashboardOutlined /> },
] as const;

export function destinationsOf(permissions: readonly Permission[]) {
  return destinations.filter(({ permission }) => permissions.includes(permission));
}
