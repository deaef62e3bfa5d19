/* late_xml.h: libxml2, opened when the first text comes that is marked up (base/dynlib.h). */
#ifndef MSDX_LATE_XML_H
#define MSDX_LATE_XML_H
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/uri.h>

#include "base/dynlib.h"

#define MSDX_XML(X) \
    X(htmlCreateMemoryParserCtxt) \
    X(htmlCtxtUseOptions) \
    X(htmlEntityLookup) \
    X(htmlFreeParserCtxt) \
    X(htmlParseDocument) \
    X(xmlBuildURI) \
    X(xmlCreatePushParserCtxt) \
    X(xmlCtxtUseOptions) \
    X(xmlDocGetRootElement) \
    X(xmlFree) \
    X(xmlFreeDoc) \
    X(xmlFreeNode) \
    X(xmlFreeNodeList) \
    X(xmlFreeParserCtxt) \
    X(xmlGetLineNo) \
    X(xmlInitParser) \
    X(xmlNodeGetBase) \
    X(xmlParseChunk) \
    X(xmlSAX2EndElementNs) \
    X(xmlSwitchEncoding) \
    X(xmlUnlinkNode)

typedef struct msdx_xml_table {
    MSDX_XML(MSDX_DYNLIB_FIELD)
} msdx_xml_table;
extern msdx_xml_table msdx_xml_late;

/* Before any of the functions is called. Fails MSD_EUNSUPPORTED. */
MSD_MUST_CHECK msd_status msdx_xml_library(msd_error *err);

#define htmlCreateMemoryParserCtxt msdx_xml_late.htmlCreateMemoryParserCtxt
#define htmlCtxtUseOptions msdx_xml_late.htmlCtxtUseOptions
#define htmlEntityLookup msdx_xml_late.htmlEntityLookup
#define htmlFreeParserCtxt msdx_xml_late.htmlFreeParserCtxt
#define htmlParseDocument msdx_xml_late.htmlParseDocument
#define xmlBuildURI msdx_xml_late.xmlBuildURI
#define xmlCreatePushParserCtxt msdx_xml_late.xmlCreatePushParserCtxt
#define xmlCtxtUseOptions msdx_xml_late.xmlCtxtUseOptions
#define xmlDocGetRootElement msdx_xml_late.xmlDocGetRootElement
#undef xmlFree
#define xmlFree (*msdx_xml_late.xmlFree)
#define xmlFreeDoc msdx_xml_late.xmlFreeDoc
#define xmlFreeNode msdx_xml_late.xmlFreeNode
#define xmlFreeNodeList msdx_xml_late.xmlFreeNodeList
#define xmlFreeParserCtxt msdx_xml_late.xmlFreeParserCtxt
#define xmlGetLineNo msdx_xml_late.xmlGetLineNo
#define xmlInitParser msdx_xml_late.xmlInitParser
#define xmlNodeGetBase msdx_xml_late.xmlNodeGetBase
#define xmlParseChunk msdx_xml_late.xmlParseChunk
#define xmlSAX2EndElementNs msdx_xml_late.xmlSAX2EndElementNs
#define xmlSwitchEncoding msdx_xml_late.xmlSwitchEncoding
#define xmlUnlinkNode msdx_xml_late.xmlUnlinkNode
#endif
