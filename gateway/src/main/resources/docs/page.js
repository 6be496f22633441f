'use strict';

// The library would ask an outside service to check the documents; validatorUrl switches that off.
fetch('/docs/documents')
  .then((answer) => answer.json())
  .then((documents) => {
    SwaggerUIBundle({
      dom_id: '#documents',
      urls: documents,
      validatorUrl: null,
      deepLinking: true,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
      layout: 'StandaloneLayout'
    });
  });
