// Nothing of what is read or tried here goes anywhere else: no validator, no address of another description.
SwaggerUIBundle({
  url: '/v3/api-docs',
  dom_id: '#api',
  validatorUrl: null,
  queryConfigEnabled: false,
  persistAuthorization: false,
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
});
