/* A parser of the XML arguments on libxml2 and the schema of Annexes A and B: an example for bringing your own.
 *
 *   cc -shared -fPIC -o libparser.so parser.c $(xml2-config --cflags --libs)
 *
 * CTK_SCHEMA names the schema file (vectors/messaging-2/schema/messaging.xsd), CTK_DOCUMENT the root element that is due, since the
 * schema has all nine. Returns 0 when the document is taken. */
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void quiet(void *context, const char *message, ...)
{
    (void)context;
    (void)message;
}

static xmlSchemaPtr load_schema(void)
{
    const char *path = getenv("CTK_SCHEMA");
    if (path == NULL)
        abort();
    xmlSchemaParserCtxtPtr context = xmlSchemaNewParserCtxt(path);
    xmlSchemaPtr schema = xmlSchemaParse(context);
    xmlSchemaFreeParserCtxt(context);
    if (schema == NULL)
        abort();
    return schema;
}

int parse(const uint8_t *bytes, size_t length)
{
    static xmlSchemaPtr schema;
    if (schema == NULL) {
        xmlSetGenericErrorFunc(NULL, quiet);
        xmlSetStructuredErrorFunc(NULL, NULL);
        schema = load_schema();
    }
    if (length > 1 << 20)
        return 1;
    xmlDocPtr document = xmlReadMemory((const char *)bytes, (int)length, "argument.xml", NULL,
                                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (document == NULL)
        return 1;
    /* A document type declaration has no business in an argument. */
    int result = xmlGetIntSubset(document) != NULL;
    const char *due = getenv("CTK_DOCUMENT");
    xmlNodePtr root = xmlDocGetRootElement(document);
    if (due != NULL && (root == NULL || strcmp((const char *)root->name, due) != 0))
        result = 1;
    if (result == 0) {
        xmlSchemaValidCtxtPtr valid = xmlSchemaNewValidCtxt(schema);
        xmlSchemaSetValidErrors(valid, (xmlSchemaValidityErrorFunc)quiet, (xmlSchemaValidityWarningFunc)quiet, NULL);
        result = xmlSchemaValidateDoc(valid, document) != 0;
        xmlSchemaFreeValidCtxt(valid);
    }
    xmlFreeDoc(document);
    return result;
}
