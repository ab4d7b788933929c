export const pluginId = 'locust';
