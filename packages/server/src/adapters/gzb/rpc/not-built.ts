/**
 * Named by [WC] 4.4 to 4.7, not built yet: 501, where an unknown name is -32601. Recording (4.6, 8.9) is a gateway's: a meeting
 * from page to page has nothing in the middle that could record.
 */
export const NOT_BUILT: ReadonlySet<string> = new Set([
  'conference.startRecord',
  'conference.stopRecord',
  'org.contact.getAvatar',
  'org.contact.getDepartmentTree',
  'org.contact.getUsers',
  'org.contact.listDepartment',
  'org.contact.search',
  'org.department.getDepartment',
  'org.department.getDepartments',
  'org.tenement.getDepartmentTree',
  'org.user.getUsers',
  'org.user.processIQ',
  'org.user.search',
])
